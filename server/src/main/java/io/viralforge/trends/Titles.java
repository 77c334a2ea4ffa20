package io.viralforge.trends;

import io.viralforge.platform.sql.Sql;
import io.viralforge.trends.meaning.Meaning;
import io.viralforge.trends.meaning.Meanings;
import io.viralforge.trends.meaning.Text;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the titles of what a niche does not know yet. That takes a while, and no transaction waits for it. */
@Singleton
final class Titles {
    private final Sql sql;
    private final Meanings meanings;

    Titles(Sql sql, Meanings meanings) {
        this.sql = sql;
        this.meanings = meanings;
    }

    /** What they mean, by item. */
    Map<UUID, Meaning> read(Niche niche, List<TrendItem> items) {
        List<TrendItem> fresh = sql.inStudio(niche.studio(), tx -> TrendStore.fresh(tx, niche, items));
        List<Meaning> read = meanings.ofAll(fresh.stream()
                .map(item -> new Text(item.title(), item.language()))
                .toList());
        Map<UUID, Meaning> byItem = new HashMap<>();
        for (int i = 0; i < fresh.size(); i++) {
            byItem.put(fresh.get(i).id(), read.get(i));
        }
        return byItem;
    }

    /** Of keywords. */
    List<Meaning> read(List<String> keywords) {
        return meanings.of(keywords);
    }
}
