package dev.convoy.activation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A request as the host keeps it: lines of key, tab, value. */
final class RequestText {
    private RequestText() {}

    static String of(ActivationRequest request) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("run", request.runId());
        facts.put("goal", goal(request));
        facts.put("toplevel", request.toplevel().toString());
        facts.put("expected", request.expected().map(Object::toString).orElse(""));
        facts.put("operator", request.provenance().operator());
        facts.put("revision", request.provenance().revision().orElse(""));
        facts.put("dirty", request.provenance().dirty() ? "yes" : "no");
        facts.put("lock", request.provenance().lockHash().orElse(""));
        facts.put("deadline", seconds(request.terms().deadline()));
        facts.put("window", seconds(request.terms().confirmWindow()));
        facts.put("window.boot", seconds(request.terms().bootWindow()));
        facts.put("stuck", request.terms().whenStuck().name().toLowerCase(Locale.ROOT));
        switch (request.specialisation()) {
            case Specialisation.Kept _ -> facts.put("specialisation.choice", "kept");
            case Specialisation.Base _ -> facts.put("specialisation.choice", "base");
            case Specialisation.Named(String name) -> {
                facts.put("specialisation.choice", "named");
                facts.put("specialisation", name);
            }
        }
        return facts.entrySet().stream()
                .map(fact -> fact.getKey() + "\t" + plain(fact.getValue()))
                .collect(Collectors.joining("\n"));
    }

    static String goal(ActivationRequest request) {
        return request.goal().name().toLowerCase(Locale.ROOT);
    }

    static String seconds(Duration time) {
        return Long.toString(Math.max(1, time.toSeconds()));
    }

    /** Lines are made of tabs and line ends; nobody's name shall be able to write one. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
