import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/**
 * Assembles the class path that the launcher runs: {@code java Distribution.java LIB_IN PICOCLI_SOURCES OUT}.
 *
 * <p>Three things are changed on the way. Two because the JVM's AOT cache leaves out classes that it cannot archive: picocli
 * is published as Java 5 byte code (remkop/picocli#1623) and is compiled again from its own sources jar, and BouncyCastle's
 * jars are signed, which OpenJDK does not ask of a provider, so their signature files are left out. And zstd-jni has a second
 * set of classes that bind its library through java.lang.foreign: making those bindings takes the first copy of a run most of
 * a second, the older ones take none. Its library is put beside the jars, or each run would write it into a temporary file.
 */
final class Distribution {
    /** Zip cannot hold anything older; equal times make equal bytes. */
    private static final FileTime EPOCH = FileTime.from(Instant.parse("1980-01-02T00:00:00Z"));

    private static final String FOREIGN_ZSTD = "META-INF/versions/22/com/github/luben/zstd/";

    private Distribution() {}

    public static void main(String[] args) throws IOException {
        Path in = Path.of(args[0]);
        Path picocliSources = Path.of(args[1]);
        Path out = Path.of(args[2]);
        Files.createDirectories(out);
        List<Path> jars;
        try (Stream<Path> files = Files.list(in)) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        for (Path jar : jars) {
            Path target = out.resolve(jar.getFileName().toString());
            if (jar.getFileName().toString().startsWith("picocli-")) {
                recompile(jar, picocliSources, target);
            } else if (holdsWhatIsLeftOut(jar)) {
                repack(jar, target, List.of());
            } else {
                Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.setLastModifiedTime(target, EPOCH);
            if (jar.getFileName().toString().startsWith("zstd-jni-")) {
                library(jar, out.resolve("libzstd-jni"));
            }
        }
    }

    private static void recompile(Path jar, Path sources, Path target) throws IOException {
        Path work = Files.createTempDirectory("picocli");
        List<String> arguments = new ArrayList<>(List.of("--release", "25", "-nowarn", "-Xlint:none", "-proc:none", "-g", "-d", work.resolve("classes").toString()));
        try (ZipFile zip = new ZipFile(sources.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> e.getName().startsWith("picocli/") && e.getName().endsWith(".java")).toList()) {
                Path file = work.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, file);
                }
                arguments.add(file.toString());
            }
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("picocli's sources did not compile: " + sources);
        }
        List<Path> classes;
        try (Stream<Path> files = Files.walk(work.resolve("classes"))) {
            classes = files.filter(f -> f.toString().endsWith(".class")).sorted().toList();
        }
        repack(jar, target, classes.stream().map(c -> new Replacement(work.resolve("classes").relativize(c).toString(), c)).toList());
        try (Stream<Path> files = Files.walk(work)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(Distribution::delete);
        }
    }

    /** Nothing where the jar has none for this machine. */
    private static void library(Path jar, Path target) throws IOException {
        boolean mac = System.getProperty("os.name").startsWith("Mac");
        String architecture = System.getProperty("os.arch").replace("amd64", mac ? "x86_64" : "amd64");
        String folder = (mac ? "darwin/" : "linux/") + architecture + "/";
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> e.getName().startsWith(folder) && !e.isDirectory()).toList()) {
                try (InputStream content = zip.getInputStream(entry)) {
                    Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private record Replacement(String name, Path content) {}

    /** Copies a jar without what is left out, and with {@code classes} in the place of all of its own, where any are given. */
    private static void repack(Path jar, Path target, List<Replacement> classes) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(target))) {
            for (ZipEntry entry : zip.stream().toList()) {
                boolean replaced = !classes.isEmpty() && entry.getName().endsWith(".class");
                if (entry.isDirectory() || isLeftOut(entry.getName()) || replaced) {
                    continue;
                }
                try (InputStream content = zip.getInputStream(entry)) {
                    byte[] bytes = content.readAllBytes();
                    put(out, entry.getName(), entry.getName().equals("META-INF/MANIFEST.MF") ? withoutDigests(bytes) : bytes);
                }
            }
            for (Replacement replacement : classes) {
                put(out, replacement.name(), Files.readAllBytes(replacement.content()));
            }
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(EPOCH);
        out.putNextEntry(entry);
        out.write(bytes);
        out.closeEntry();
    }

    /** The main section only: the others hold the digests of single files. */
    private static byte[] withoutDigests(byte[] manifest) {
        String text = new String(manifest, StandardCharsets.UTF_8).replace("\r\n", "\n");
        int end = text.indexOf("\n\n");
        return (end < 0 ? text : text.substring(0, end + 2)).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean holdsWhatIsLeftOut(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().anyMatch(e -> isLeftOut(e.getName()));
        }
    }

    private static boolean isLeftOut(String name) {
        return isSignature(name) || name.startsWith(FOREIGN_ZSTD);
    }

    private static boolean isSignature(String name) {
        return name.startsWith("META-INF/") && name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)");
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
