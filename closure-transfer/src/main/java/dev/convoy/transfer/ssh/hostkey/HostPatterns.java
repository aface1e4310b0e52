package dev.convoy.transfer.ssh.hostkey;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The first field of a known_hosts line: names with wildcards and exceptions, or one hashed name. See sshd(8). */
final class HostPatterns {
    private static final String HASHED = "|1|";
    private static final String HMAC = "HmacSHA1";
    private static final int SALT = 20;

    private HostPatterns() {}

    static boolean match(String field, String name) {
        if (field.startsWith(HASHED)) {
            return matchesHash(field, name);
        }
        boolean matched = false;
        for (String pattern : field.toLowerCase(Locale.ROOT).split(",", -1)) {
            boolean exception = pattern.startsWith("!");
            if (glob(exception ? pattern.substring(1) : pattern, name)) {
                if (exception) {
                    return false;
                }
                matched = true;
            }
        }
        return matched;
    }

    /** What HashKnownHosts writes: a salt, and the name's HMAC under it. */
    static String hash(String name, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return HASHED + base64.encodeToString(salt) + "|" + base64.encodeToString(hmac(salt, name));
    }

    private static boolean matchesHash(String field, String name) {
        String[] parts = field.substring(HASHED.length()).split("\\|", -1);
        if (parts.length != 2) {
            return false;
        }
        try {
            byte[] salt = Base64.getDecoder().decode(parts[0]);
            return salt.length > 0 && MessageDigest.isEqual(Base64.getDecoder().decode(parts[1]), hmac(salt, name));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static byte[] hmac(byte[] salt, String name) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(salt, HMAC));
            return mac.doFinal(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }

    /** {@code *} any run of characters, {@code ?} exactly one; brackets mean themselves. */
    static boolean glob(String pattern, String text) {
        int star = -1;
        int resume = 0;
        int at = 0;
        int in = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
