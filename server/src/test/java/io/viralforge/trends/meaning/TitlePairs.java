package io.viralforge.trends.meaning;

import java.util.List;

/** trends/stories.tsv: titles of the same story in other words, and of others that sound like it. */
final class TitlePairs {
    record Pair(String set, String language, boolean isSame, String one, String other) {}

    private TitlePairs() {}

    static List<Pair> read() {
        return Lines.of("/trends/stories.tsv").stream()
                .map(cell -> new Pair(cell.get(0), cell.get(1), cell.get(2).equals("same"), cell.get(3), cell.get(4)))
                .toList();
    }
}
