package io.viralforge.forecast;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A made-up site, the same for the same seed: items appear, are looked at once a slot while they are in the charts, and
 * gain views by a law of which pace and age tell a part and channel and likes the rest.
 */
final class World {
    static final int CHANNEL = 7;
    static final int VIEWS = 8;

    private static final String HEADER =
            "video_id,country,fetched_at,published_at,category_id,duration,is_live,channel_id,views,likes,comments,rank";

    private static final Instant BEGIN = Instant.parse("2026-01-01T02:00:00Z");
    private static final int CHANNELS = 40;

    private final SplittableRandom random;
    private final Duration lag;
    private final int slots;
    private final int newPerSlot;

    World(long seed, Duration lag, int slots, int newPerSlot) {
        this.random = new SplittableRandom(seed);
        this.lag = lag;
        this.slots = slots;
        this.newPerSlot = newPerSlot;
    }

    /** A row, and the slot it belongs to. */
    record Row(int slot, String text) {
        /** As the header names them. */
        List<String> fields() {
            return List.of(text.split(",", -1));
        }

        Row with(int field, String value) {
            List<String> fields = new ArrayList<>(fields());
            fields.set(field, value);
            return new Row(slot, String.join(",", fields));
        }
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int born = 0; born < slots; born++) {
            for (int n = 0; n < newPerSlot; n++) {
                item(rows, born, "item-" + born + "-" + n);
            }
        }
        rows.sort(java.util.Comparator.comparingInt(Row::slot));
        return rows;
    }

    private void item(List<Row> rows, int born, String name) {
        int channel = random.nextInt(CHANNELS);
        double fade = .3 + .9 * channel / CHANNELS;
        double liked = .01 + .05 * random.nextDouble();
        double views = Math.exp(6 + 1.5 * random.nextGaussian());
        double gain = views * (.5 + random.nextDouble());
        Instant published = BEGIN.plus(lag.multipliedBy(born)).minus(lag.dividedBy(1 + random.nextInt(4)));
        int seen = 2 + random.nextInt(12);
        for (int step = 0; step < seen && born + step < slots; step++) {
            Instant at = BEGIN.plus(lag.multipliedBy(born + step))
                    .plus(lag.multipliedBy(random.nextInt(60)).dividedBy(600));
            String text = String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%s,%d,%d,False,UC%d,%.0f,%.0f,%.0f,%d",
                    name,
                    "C" + random.nextInt(5),
                    at,
                    published,
                    channel % 4,
                    30 + random.nextInt(600),
                    channel,
                    views,
                    views * liked,
                    views * liked / 10,
                    1 + random.nextInt(50));
            rows.add(new Row(born + step, text));
            views += gain;
            gain *= Math.exp(-fade + 8 * (liked - .035) + .15 * random.nextGaussian());
        }
    }

    static InputStream csv(List<Row> rows) {
        return csv(HEADER, rows);
    }

    static InputStream csv(String header, List<Row> rows) {
        StringBuilder text = new StringBuilder(header).append('\n');
        rows.forEach(row -> text.append(row.text()).append('\n'));
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
