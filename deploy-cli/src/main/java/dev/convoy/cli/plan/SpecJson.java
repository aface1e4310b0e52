package dev.convoy.cli.plan;

import dev.convoy.evaluator.DeploymentFacts;
import dev.convoy.evaluator.FlakeRef;
import dev.convoy.evaluator.HostKind;
import dev.convoy.evaluator.HostName;
import dev.convoy.evaluator.HostSpec;
import dev.convoy.evaluator.LockedFlake;
import dev.convoy.evaluator.TransferWay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;

/** What the evaluation said of a flake and its hosts, to be kept in a file and read back as it was. */
public final class SpecJson {
    private SpecJson() {}

    public static Map<String, Object> of(LockedFlake flake) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reference", flake.original().text());
        json.put("url", flake.url());
        flake.directory().ifPresent(v -> json.put("directory", v));
        flake.narHash().ifPresent(v -> json.put("narHash", v));
        flake.revision().ifPresent(v -> json.put("revision", v));
        json.put("dirty", flake.dirty());
        flake.lockHash().ifPresent(v -> json.put("lockHash", v));
        return json;
    }

    public static LockedFlake flake(Fields json) {
        FlakeRef reference;
        try {
            reference = new FlakeRef(json.needText("reference"));
        } catch (IllegalArgumentException e) {
            throw new Fields.WrongFieldException("reference", "a flake reference");
        }
        return new LockedFlake(
                reference,
                json.needText("url"),
                json.text("directory"),
                json.text("narHash"),
                json.text("revision"),
                json.flag("dirty").orElse(false),
                json.text("lockHash"));
    }

    /** How a host's system is built. */
    public static Map<String, Object> recipe(HostSpec spec) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", spec.kind().name().toLowerCase(Locale.ROOT));
        json.put("platform", spec.system());
        json.put("derivation", spec.derivation().toString());
        json.put("toplevel", spec.toplevel().toString());
        return json;
    }

    public static HostSpec spec(HostName host, DeploymentFacts facts, Fields recipe) {
        String word = recipe.needText("kind");
        for (HostKind kind : HostKind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(word)) {
                return new HostSpec(
                        host,
                        kind,
                        facts,
                        recipe.needText("platform"),
                        recipe.needPath("derivation"),
                        recipe.needPath("toplevel"));
            }
        }
        throw new Fields.WrongFieldException("kind", "a kind of host that this convoy knows");
    }

    /** How a host is reached, as the flake says it. */
    public static Map<String, Object> facts(DeploymentFacts facts) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!facts.targetHost().isEmpty()) {
            json.put("targetHost", facts.targetHost());
        }
        if (facts.localOnly()) {
            json.put("localOnly", true);
        }
        facts.targetPort().ifPresent(v -> json.put("targetPort", v));
        facts.targetUser().ifPresent(v -> json.put("targetUser", v));
        facts.sshOptions().ifPresent(v -> json.put("sshOptions", v));
        if (!facts.tags().isEmpty()) {
            json.put("tags", List.copyOf(facts.tags()));
        }
        facts.buildOnTarget().ifPresent(v -> json.put("buildOnTarget", v));
        facts.allowLocalDeployment().ifPresent(v -> json.put("allowLocalDeployment", v));
        facts.privilegeEscalationCommand().ifPresent(v -> json.put("privilegeEscalationCommand", v));
        facts.substituteOnDestination().ifPresent(v -> json.put("substituteOnDestination", v));
        facts.transfer().ifPresent(v -> json.put("transfer", v.word()));
        return json;
    }

    public static DeploymentFacts facts(Fields json) {
        return new DeploymentFacts(
                json.textOrTexts("targetHost").orElse(List.of()),
                json.flag("localOnly").orElse(false),
                json.number("targetPort").map(OptionalInt::of).orElseGet(OptionalInt::empty),
                json.text("targetUser"),
                json.texts("sshOptions"),
                new TreeSet<>(json.texts("tags").orElse(List.of())),
                json.flag("buildOnTarget"),
                json.flag("allowLocalDeployment"),
                json.texts("privilegeEscalationCommand"),
                json.flag("substituteOnDestination"),
                json.text("transfer").flatMap(TransferWay::parse));
    }
}
