package io.viralforge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/settings.md tells every environment variable that anything of ours reads, and none besides. */
final class SettingsTest {
    private static final Pattern NAME = Pattern.compile("\\b(?:VIRAL)?FORGE_[A-Z0-9_]*[A-Z0-9]\\b(?!_)");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)`");
    private static final Pattern SOURCE = Pattern.compile(".*\\.(java|sh|xml|yml)");

    @Test
    void everySettingIsInTheTableAndTheTableHoldsNoOther() throws Exception {
        Path home = Script.home();
        Set<String> told = names(ROW, Files.readString(home.resolve("docs/settings.md")), 1);
        Set<String> read = new TreeSet<>(names(NAME, Files.readString(home.resolve("forge")), 0));
        for (String module : List.of(
                "schema", "server/src/main", "gpu-worker/src/main", "deploy/local/src/main", "deploy/cli/src/main")) {
            readAll(home.resolve(module), read);
        }
        readAll(home.resolve("deploy/cli/sh"), read);
        assertThat(told).containsExactlyInAnyOrderElementsOf(read);
    }

    private static void readAll(Path folder, Set<String> into) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> SOURCE.matcher(each.toString()).matches())
                    .filter(each -> !each.toString().contains("/target/"))
                    .toList()) {
                into.addAll(names(NAME, Files.readString(file), 0));
            }
        }
    }

    private static Set<String> names(Pattern pattern, String text, int group) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
