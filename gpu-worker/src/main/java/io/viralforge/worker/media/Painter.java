package io.viralforge.worker.media;

import io.viralforge.recipe.Canvas;
import io.viralforge.recipe.CaptionAnimation;
import io.viralforge.recipe.CaptionStyle;
import io.viralforge.recipe.Corner;
import io.viralforge.recipe.Cue;
import io.viralforge.recipe.EndCard;
import io.viralforge.recipe.Insert;
import io.viralforge.recipe.ProgressBar;
import io.viralforge.recipe.SafeZone;
import io.viralforge.recipe.SafeZone.Margins;
import io.viralforge.recipe.TitleCard;
import io.viralforge.worker.media.BlockDrawing.Ink;
import io.viralforge.worker.media.CaptionTimeline.Moment;
import io.viralforge.worker.media.CaptionTimeline.Stretch;
import io.viralforge.worker.media.RenderPlan.Layer;
import io.viralforge.worker.vision.Area;
import java.awt.AlphaComposite;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Draws what is written on the picture, as transparent pictures that FFmpeg lays over it. */
final class Painter {
    /** In canvases of 1080×1920, five thousand, which take half a minute; what takes more is shown as it stands. */
    private static final long MOST_PIXELS = 5_000L * 1080 * 1920;

    private static final int CAPTION_LINES = 3;
    private static final int TITLE_LINES = 5;
    private static final double HIGHEST_CAPTION = 0.35;
    private static final double HIGHEST_TITLE = 0.34;
    /** Capitals of a title, as a share of the shorter side. */
    private static final double TITLE_SIZE = 0.082;

    private static final double TITLE_CENTRE = 0.45;
    private static final int DIM_ALPHA = 128;
    /** Corners hold the watermark clear of rounded screens. */
    private static final double CORNER = 0.045;

    private final Canvas canvas;
    private final Typeface typeface;
    private final Path folder;
    private final Consumer<String> warn;

    Painter(Canvas canvas, Typeface typeface, Path folder, Consumer<String> warn) {
        this.canvas = canvas;
        this.typeface = typeface;
        this.folder = folder;
        this.warn = warn;
    }

    private static double cardCentre(Canvas canvas) {
        return canvas.height() >= canvas.width() ? TITLE_CENTRE : 0.5;
    }

    /** Where the words of a title and of an end card may stand. */
    static Area card(Canvas canvas) {
        return new Area(0, cardCentre(canvas) - HIGHEST_TITLE / 2, 1, HIGHEST_TITLE);
    }

    private double widest(SafeZone zone) {
        return canvas.width() * (1 - 2 * zone.margins(canvas).side() / 1000.0);
    }

    /**
     * All captions, drawn into pictures of one size that cover just what is written on; a picture for each thing that is
     * seen, however often.
     *
     * @param frames of the result
     * @param quietUntil frames before this one show none
     * @param backdrop what they keep off where their place is left open
     */
    Layer captions(List<Cue> cues, CaptionStyle style, long frames, long quietUntil, Backdrop backdrop)
            throws IOException {
        List<Speech> speeches = cues.stream()
                .map(cue -> Speech.of(cue, word -> written(word, style)))
                .toList();
        List<Stretch> stretches = new CaptionTimeline(style.animation(), style.wordsAtOnce(), canvas.frameRate())
                .of(speeches, frames, quietUntil);
        if ((long) stretches.size() * canvas.width() * canvas.height() > MOST_PIXELS) {
            warn.accept("There are too many words to move them; captions stand still.");
            stretches = new CaptionTimeline(CaptionAnimation.CLEAN, null, canvas.frameRate())
                    .of(speeches, frames, quietUntil);
        }
        Map<String, TextBlock> blocks = new HashMap<>();
        stretches.forEach(stretch -> blocks.computeIfAbsent(stretch.moment().text(), text -> caption(text, style)));
        List<Shown> shown = shown(stretches, blocks, style, backdrop);
        Rectangle area = area(shown);
        return new Layer.Sequence(list(shown, drawn(shown, style, area)), area.x, area.y);
    }

    /** What is seen during a stretch, and where its first line's capitals begin. */
    private record Shown(Stretch stretch, TextBlock block, double top) {
        Picture picture() {
            return new Picture(stretch.moment(), top);
        }
    }

    /** A picture that is drawn once, however often it is shown. */
    private record Picture(Moment moment, double top) {}

    private List<Shown> shown(
            List<Stretch> stretches, Map<String, TextBlock> blocks, CaptionStyle style, Backdrop backdrop) {
        List<List<Stretch>> texts = texts(stretches);
        var covered = new double[texts.size()][Placement.ROWS];
        var seconds = new double[texts.size()];
        for (int i = 0; i < covered.length; i++) {
            long from = texts.get(i).getFirst().from();
            long to = texts.get(i).getLast().to();
            TextBlock block = block(texts.get(i), blocks);
            seconds[i] = block.lines().isEmpty() ? 0 : (double) (to - from) / canvas.frameRate();
            List<Area> busy = block.lines().isEmpty() ? List.of() : backdrop.during(from, to);
            for (int row = 0; row < Placement.ROWS; row++) {
                Area words = share(area(block, top(block, style, row), bounce(block)));
                covered[i][row] = busy.stream().mapToDouble(words::overlap).sum();
            }
        }
        int[] rows = Placement.rows(covered, seconds);
        var shown = new ArrayList<Shown>();
        for (int i = 0; i < rows.length; i++) {
            TextBlock block = block(texts.get(i), blocks);
            double top = top(block, style, rows[i]);
            texts.get(i).forEach(stretch -> shown.add(new Shown(stretch, block, top)));
        }
        return shown;
    }

    private static TextBlock block(List<Stretch> text, Map<String, TextBlock> blocks) {
        return Objects.requireNonNull(blocks.get(text.getFirst().moment().text()));
    }

    /** Stretches that show the same words one after the other. */
    private static List<List<Stretch>> texts(List<Stretch> stretches) {
        var texts = new ArrayList<List<Stretch>>();
        String before = null;
        for (Stretch stretch : stretches) {
            if (!stretch.moment().text().equals(before)) {
                texts.add(new ArrayList<>());
                before = stretch.moment().text();
            }
            texts.getLast().add(stretch);
        }
        return texts;
    }

    private Area share(Rectangle area) {
        double width = canvas.width();
        double height = canvas.height();
        return new Area(area.x / width, area.y / height, area.width / width, area.height / height);
    }

    /** Draws a picture for each thing that is seen; their names. */
    private Map<Picture, String> drawn(List<Shown> all, CaptionStyle style, Rectangle area) throws IOException {
        Map<Picture, String> names = new HashMap<>();
        Map<Picture, BlockDrawing> drawings = new HashMap<>();
        for (Shown shown : all) {
            if (!names.containsKey(shown.picture())) {
                String name = "caption-" + names.size() + ".png";
                names.put(shown.picture(), name);
                BufferedImage image = transparent(area);
                Graphics2D graphics = graphics(image, area);
                drawings.computeIfAbsent(
                                new Picture(
                                        Moment.still(shown.stretch().moment().text()), shown.top()),
                                _ -> new BlockDrawing(shown.block(), canvas.width() / 2.0, shown.top(), Ink.of(style)))
                        .draw(graphics, shown.stretch().moment());
                graphics.dispose();
                Png.write(image, folder.resolve(name));
            }
        }
        return names;
    }

    /** What all of them cover together, on even pixels. */
    private Rectangle area(List<Shown> all) {
        Rectangle area = new Rectangle();
        for (Shown shown : all) {
            TextBlock block = shown.block();
            Rectangle own = block.lines().isEmpty() ? new Rectangle() : area(block, shown.top(), bounce(block));
            area = area.isEmpty() ? own : own.isEmpty() ? area : area.union(own);
        }
        return evened(area.intersection(new Rectangle(canvas.width(), canvas.height())));
    }

    private TextBlock caption(String text, CaptionStyle style) {
        double size = style.size() / 1000 * canvas.height() / typeface.capitalHeight();
        return TextBlock.set(
                typeface, text, size, widest(style.safeZone()), CAPTION_LINES, canvas.height() * HIGHEST_CAPTION);
    }

    /** @param row that it stands on where its place is left open */
    private double top(TextBlock block, CaptionStyle style, int row) {
        double height = canvas.height();
        Margins margins = style.safeZone().margins(canvas);
        double highest = height * margins.top() / 1000;
        double lowest = height * (1000 - margins.bottom()) / 1000 - block.height();
        return switch (style.place()) {
            case TOP -> highest;
            case MIDDLE -> (height - block.height()) / 2;
            case BOTTOM -> lowest;
            case AUTO -> lowest + (highest - lowest) * row / (Placement.ROWS - 1);
        };
    }

    /** A list for the concat demuxer: names of ours alone, and numbers of frames. */
    private Path list(List<Shown> all, Map<Picture, String> names) throws IOException {
        var text = new StringBuilder("ffconcat version 1.0\n");
        for (Shown shown : all) {
            Stretch stretch = shown.stretch();
            double seconds = (double) (stretch.to() - stretch.from()) / canvas.frameRate();
            text.append("file ").append(names.get(shown.picture())).append('\n');
            text.append("option framerate ").append(canvas.frameRate()).append('\n');
            text.append(String.format(Locale.ROOT, "duration %.6f\n", seconds));
        }
        return Files.writeString(folder.resolve("captions.ffconcat"), text);
    }

    private String written(String word, CaptionStyle style) {
        return drawable(style.isUpperCase() ? word.toUpperCase(Locale.ROOT) : word);
    }

    /** Big words on a dimmed picture, at the start. */
    Layer title(TitleCard card) throws IOException {
        return new Layer.Opening(card(card.text(), "title.png"), card.duration().toMillis() / 1e3, 0, 0);
    }

    /** Big words on a dimmed picture, up to the end. */
    Layer end(EndCard card, double length) throws IOException {
        double seconds = Math.min(length, card.duration().toMillis() / 1e3);
        return new Layer.Closing(card(card.text(), "end.png"), length - seconds, seconds, 0, 0);
    }

    private Path card(String text, String name) throws IOException {
        var whole = new Rectangle(canvas.width(), canvas.height());
        BufferedImage image = transparent(whole);
        Graphics2D graphics = graphics(image, whole);
        graphics.setColor(new Color(0, 0, 0, DIM_ALPHA));
        graphics.fill(whole);
        double size = TITLE_SIZE * Math.min(canvas.width(), canvas.height()) / typeface.capitalHeight();
        String shown = drawable(text);
        TextBlock block = TextBlock.set(
                typeface, shown, size, widest(SafeZone.ANY), TITLE_LINES, canvas.height() * HIGHEST_TITLE);
        double top = canvas.height() * cardCentre(canvas) - block.height() / 2;
        new BlockDrawing(block, canvas.width() / 2.0, top, Ink.WHITE).draw(graphics, Moment.still(shown));
        graphics.dispose();
        return Png.write(image, folder.resolve(name));
    }

    /** A bar as wide as the canvas. */
    Layer bar(ProgressBar bar) throws IOException {
        int height = Math.max(2, 2 * (int) Math.round(bar.height() / 1000 * canvas.height() / 2));
        var area = new Rectangle(canvas.width(), height);
        BufferedImage image = transparent(area);
        Graphics2D graphics = graphics(image, area);
        graphics.setColor(new Color(bar.color().value()));
        graphics.fill(area);
        graphics.dispose();
        return new Layer.Growing(
                Png.write(image, folder.resolve("bar.png")), 0, bar.isTop() ? 0 : canvas.height() - height);
    }

    /** A clip or still over the picture: all over it, or in a corner, in its own shape, clear of the margins. */
    static Layer insert(Canvas canvas, Insert insert, Take take, double at) {
        Corner corner = insert.corner();
        if (corner == null) {
            return new Layer.Moving(
                    take, Framing.filling(canvas.width(), canvas.height(), canvas.frameRate()), at, 0, 0);
        }
        Track.Video video = take.clip().video();
        double wanted = insert.size() / 1000 * canvas.width();
        double shape = (double) video.displayHeight() / video.displayWidth();
        double width = Math.min(wanted, canvas.height() / 2.0 / shape);
        var box = new Rectangle(even(width), even(width * shape));
        int x = x(canvas, corner, box.width);
        int y = y(canvas, corner, box.height);
        return new Layer.Moving(take, Framing.filling(box.width, box.height, canvas.frameRate()), at, x, y);
    }

    private static int even(double length) {
        return Math.max(64, 2 * (int) Math.round(length / 2));
    }

    /** Words as a mark, as opaque as is asked for. */
    Layer words(String text, Corner corner, double opacity, double size) throws IOException {
        double line = size / 1000 * canvas.width() / 4;
        String shown = drawable(text).replace('\n', ' ');
        TextBlock block = TextBlock.set(typeface, shown, line * 0.8, canvas.width() * 0.5, 1, canvas.height());
        Rectangle area = evened(area(block, 0, 0));
        BufferedImage image = transparent(area);
        Graphics2D graphics = graphics(image, area);
        new BlockDrawing(block, canvas.width() / 2.0, 0, Ink.WHITE).draw(graphics, Moment.still(shown));
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.DST_IN, (float) opacity));
        graphics.fill(area);
        graphics.dispose();
        // Its ink is smaller than its picture; the ink is what has to stand on the margin.
        int slack = (int) BlockDrawing.margin(block);
        int width = image.getWidth() - 2 * slack;
        int height = image.getHeight() - 2 * slack;
        return new Layer.Drawn(
                Png.write(image, folder.resolve("mark.png")),
                x(canvas, corner, width) - slack,
                y(canvas, corner, height) - slack);
    }

    /** A still as a mark. */
    Layer image(Clip still, Corner corner, double opacity, double size) {
        double displayWidth = still.video().displayWidth();
        double displayHeight = still.video().displayHeight();
        double scale = Math.min(size / 1000 * canvas.width() / displayWidth, canvas.height() / 4.0 / displayHeight);
        int width = Math.max(2, 2 * (int) Math.round(displayWidth * scale / 2));
        int height = Math.max(2, 2 * (int) Math.round(displayHeight * scale / 2));
        return new Layer.Image(still, width, height, opacity, x(canvas, corner, width), y(canvas, corner, height));
    }

    private static int margin(Canvas canvas) {
        return 2 * (int) Math.round(CORNER * Math.min(canvas.width(), canvas.height()) / 2);
    }

    private static int x(Canvas canvas, Corner corner, int width) {
        return switch (corner) {
            case Corner.TOP_LEFT, Corner.BOTTOM_LEFT -> margin(canvas);
            case Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT -> canvas.width() - width - margin(canvas);
        };
    }

    private static int y(Canvas canvas, Corner corner, int height) {
        return switch (corner) {
            case Corner.TOP_LEFT, Corner.TOP_RIGHT -> margin(canvas);
            case Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT -> canvas.height() - height - margin(canvas);
        };
    }

    private String drawable(String text) {
        String drawable = typeface.drawable(text);
        if (!drawable.equals(text)) {
            warn.accept("Some characters could not be drawn, because no font on the worker has them.");
        }
        return drawable;
    }

    /** A word that comes in is larger for a moment, and may be as wide as the block. */
    private static double bounce(TextBlock block) {
        return block.width() * (CaptionTimeline.LARGEST_WORD - 1) / 2;
    }

    /** @param more room on either side */
    private Rectangle area(TextBlock block, double top, double more) {
        double margin = BlockDrawing.margin(block);
        return new Rectangle(
                (int) Math.floor(canvas.width() / 2.0 - block.width() / 2 - margin - more),
                (int) Math.floor(top - margin),
                (int) Math.ceil(block.width() + 2 * (margin + more)),
                (int) Math.ceil(block.height() + 2 * margin));
    }

    /** Chroma has half the resolution: only pictures on even pixels come out sharp. */
    private static Rectangle evened(Rectangle area) {
        int x = Math.floorDiv(area.x, 2) * 2;
        int y = Math.floorDiv(area.y, 2) * 2;
        int right = Math.ceilDiv(area.x + area.width, 2) * 2;
        int bottom = Math.ceilDiv(area.y + area.height, 2) * 2;
        return new Rectangle(x, y, Math.max(2, right - x), Math.max(2, bottom - y));
    }

    private static BufferedImage transparent(Rectangle area) {
        return new BufferedImage(area.width, area.height, BufferedImage.TYPE_INT_ARGB);
    }

    private static Graphics2D graphics(BufferedImage image, Rectangle area) {
        Graphics2D graphics = image.createGraphics();
        graphics.translate(-area.x, -area.y);
        return graphics;
    }
}
