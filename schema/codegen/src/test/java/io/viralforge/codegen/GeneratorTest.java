package io.viralforge.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path REAL = Path.of("../sdl/src/main/resources");

    // What the phone's compliance check refused when it was tried.
    private static final Pattern REFUSED = Pattern.compile(
            "java\\.(time|util\\.function|util\\.stream|util\\.concurrent|util\\.UUID|util\\.Optional|math|lang\\.reflect)"
                    + "|\\.split\\(|\\.format\\(|String\\.join|List\\.of|Map\\.of|\\.forEach\\(|\\.getOrDefault\\("
                    + "|\\.computeIfAbsent\\(|\\brecord \\w+\\(|\\bvar \\w|::|Class\\.forName|jspecify|@Nullable");

    @TempDir
    Path folder;

    @Test
    void whatIsGeneratedIsWhatWasReviewed() throws IOException {
        var result = new Generator("golden", true).generate(GOLDEN.resolve("schema"), GOLDEN.resolve("operations"));
        var files = new TreeMap<>(result.java());
        files.put(Generator.MANIFEST, result.manifest());
        var expected = GOLDEN.resolve("expected");
        // After a deliberate change: ./mvnw -pl schema/codegen test -Dgolden.update=true, then read the diff.
        if (Boolean.getBoolean("golden.update")) {
            Main.write(expected, files);
        }
        assertThat(read(expected)).containsExactlyEntriesOf(files);
    }

    @Test
    void thePlainFormOfTheRealOperationsCompilesForJava8WithoutAWarning() throws IOException {
        var result = new Generator("plain", false).generate(REAL.resolve("schema"), REAL.resolve("operations"));
        Main.write(folder.resolve("src"), result.java());
        assertThat(compile(folder.resolve("src"))).isEmpty();
    }

    @Test
    void thePlainFormOfEveryConstructCompilesForJava8WithoutAWarning() throws IOException {
        var result = new Generator("plain", false).generate(GOLDEN.resolve("schema"), GOLDEN.resolve("operations"));
        Main.write(folder.resolve("src"), result.java());
        assertThat(compile(folder.resolve("src"))).isEmpty();
    }

    @Test
    void thePlainFormKeepsToWhatThePhoneUnderstands() throws IOException {
        var result = new Generator("plain", false).generate(GOLDEN.resolve("schema"), GOLDEN.resolve("operations"));
        result.java()
                .forEach((file, text) -> assertThat(text.lines().filter(line -> !line.contains("+ \"")))
                        .as(file)
                        .noneMatch(line -> REFUSED.matcher(line).find()));
    }

    @Test
    void theManifestNamesEachDocumentByItsDigest() throws IOException {
        var result = new Generator("golden", true).generate(GOLDEN.resolve("schema"), GOLDEN.resolve("operations"));
        var operation = result.java().get("golden/shop/OrderTicks.java");
        var document = "subscription OrderTicks {\n  orderTicks {\n    id\n  }\n}\n";
        assertThat(operation).contains("SHA256 = \"" + OperationWriter.sha256(document) + "\"");
        assertThat(result.manifest())
                .contains("\"" + OperationWriter.sha256(document) + "\": " + Names.literal(document));
    }

    @Test
    void aSecondRunTouchesNothingAndDropsWhatIsNoLongerWanted() throws IOException {
        var files = new TreeMap<String, String>();
        files.put("a/Kept.java", "class Kept {}");
        Main.write(folder, files);
        var before = Files.getLastModifiedTime(folder.resolve("a/Kept.java"));
        Files.writeString(folder.resolve("a/Stale.java"), "class Stale {}");
        Main.write(folder, files);
        assertThat(Files.getLastModifiedTime(folder.resolve("a/Kept.java"))).isEqualTo(before);
        assertThat(read(folder)).containsOnlyKeys("a/Kept.java");
    }

    private String compile(Path source) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var out = new StringWriter();
        try (var manager = compiler.getStandardFileManager(null, null, null);
                Stream<Path> walk = Files.walk(source)) {
            var units = manager.getJavaFileObjectsFromPaths(
                    walk.filter(f -> f.toString().endsWith(".java")).toList());
            var options = List.of(
                    "--release", "8", "-Xlint:all,-options", "-Werror", "-proc:none", "-cp", "", "-d", folder + "/out");
            compiler.getTask(out, manager, null, options, null, units).call();
        }
        return out.toString();
    }

    private static SortedMap<String, String> read(Path folder) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        return files;
    }
}
