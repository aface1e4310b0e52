package dev.convoy.cli.plan;

import dev.convoy.evaluator.HostName;
import dev.convoy.store.NixFormatException;
import dev.convoy.store.path.StorePath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One JSON object that convoy wrote earlier, read field by field. Whoever changed it meanwhile gets a complaint that names the
 * field.
 */
public record Fields(Map<?, ?> values) {
    /** A field that is not there, or not what it should be. The message names it. */
    public static final class WrongFieldException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongFieldException(String key, String wanted) {
            super("\"" + key + "\" must be " + wanted);
        }
    }

    public Optional<String> text(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        throw new WrongFieldException(key, "a text");
    }

    public String needText(String key) {
        return text(key).orElseThrow(() -> new WrongFieldException(key, "a text"));
    }

    public Optional<StorePath> path(String key) {
        return text(key).map(text -> {
            try {
                return StorePath.parse(text);
            } catch (NixFormatException | IllegalArgumentException e) {
                throw new WrongFieldException(key, "a store path");
            }
        });
    }

    public StorePath needPath(String key) {
        return path(key).orElseThrow(() -> new WrongFieldException(key, "a store path"));
    }

    public HostName needHost(String key) {
        try {
            return new HostName(needText(key));
        } catch (IllegalArgumentException e) {
            throw new WrongFieldException(key, "a host's name");
        }
    }

    public Optional<Boolean> flag(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        throw new WrongFieldException(key, "true or false");
    }

    public Optional<Integer> number(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Integer number) {
            return Optional.of(number);
        }
        throw new WrongFieldException(key, "a number");
    }

    public Optional<List<String>> texts(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return Optional.of(list.stream().map(String.class::cast).toList());
        }
        throw new WrongFieldException(key, "a list of texts");
    }

    /** A single text is a list of one: so it was written before there could be more. */
    public Optional<List<String>> textOrTexts(String key) {
        return values.get(key) instanceof String text ? Optional.of(List.of(text)) : texts(key);
    }

    public Optional<Fields> object(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Fields(map));
        }
        throw new WrongFieldException(key, "an object");
    }

    public Fields needObject(String key) {
        return object(key).orElseThrow(() -> new WrongFieldException(key, "an object"));
    }

    public List<Fields> objects(String key) {
        if (values.get(key) instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return list.stream().map(one -> new Fields((Map<?, ?>) one)).toList();
        }
        throw new WrongFieldException(key, "a list of objects");
    }
}
