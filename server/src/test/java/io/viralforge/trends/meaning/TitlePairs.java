package io.viralforge.trends.meaning;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** trends/stories.tsv: titles of the same story in other words, and of others that sound like it. */
final class TitlePairs {
    record Pair(String set, String language, boolean isSame, String one, String other) {}

    private TitlePairs() {}

    static List<Pair> read() throws IOException {
        try (InputStream in = Objects.requireNonNull(TitlePairs.class.getResourceAsStream("/trends/stories.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split("\t"))
                    .map(cell -> new Pair(cell[0], cell[1], cell[2].equals("same"), cell[3], cell[4]))
                    .toList();
        }
    }
}
