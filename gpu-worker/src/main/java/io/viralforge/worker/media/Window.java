package io.viralforge.worker.media;

/**
 * The part of a picture that is shown, and the size it is shown at. Cutting comes before scaling, so that nothing is
 * scaled that is not seen; the first cut is on even pixels around what is wanted, the second one exact.
 *
 * @param cutX first cut: left edge in pixels of the source
 * @param scaledWidth size that the first cut is scaled to
 * @param trimX second cut: left edge in pixels of the result
 * @param width size of the result
 */
record Window(
        int cutX,
        int cutY,
        int cutWidth,
        int cutHeight,
        int scaledWidth,
        int scaledHeight,
        int trimX,
        int trimY,
        int width,
        int height) {
    /** A picture as it comes from the decoder: pixels, and the width of one divided by its height. */
    record Picture(int width, int height, double aspect) {
        static Picture of(Track.Video video) {
            return new Picture(video.turnedWidth(), video.turnedHeight(), video.turnedAspect());
        }
    }

    /** One direction: what is wanted of so many pixels, at what size. */
    private record Span(int cut, int cutLength, int scaled, int trim, int length) {
        /**
         * @param from where what is wanted begins, in pixels of the source
         * @param wanted its length in pixels of the source
         * @param of pixels of the source
         * @param length of the result
         */
        static Span of(double from, double wanted, int of, int length) {
            int whole = Math.max(2, of - of % 2);
            int cut = Math.clamp(2 * (long) Math.floor(from / 2 + 1e-9), 0, whole - 2);
            int end = Math.clamp(2 * (long) Math.ceil((from + wanted) / 2 - 1e-9), cut + 2, whole);
            double scale = length / wanted;
            int trim = Math.max(0, even(Math.round((from - cut) * scale)));
            int scaled = Math.max(trim + length, even(Math.round((end - cut) * scale)));
            return new Span(cut, end - cut, scaled, trim, length);
        }

        private static int even(long value) {
            return (int) (value + (value & 1));
        }
    }

    private static Window of(Span x, Span y) {
        return new Window(
                x.cut(),
                y.cut(),
                x.cutLength(),
                y.cutLength(),
                x.scaled(),
                y.scaled(),
                x.trim(),
                y.trim(),
                x.length(),
                y.length());
    }

    /** How much of a picture is seen when it fills a canvas, in shares of its width and height. */
    record Share(double width, double height) {}

    static Share share(Picture picture, int width, int height, double zoom) {
        double displayWidth = picture.width() * picture.aspect();
        double scale = Math.max(width / displayWidth, (double) height / picture.height()) * zoom;
        return new Share(width / scale / displayWidth, height / scale / picture.height());
    }

    /**
     * Fills a canvas and cuts off what is over.
     *
     * @param centreX where the middle of what stays lies in what there is to choose from, 0 (left) to 1 (right)
     * @param zoom enlargement around the middle of what stays
     */
    static Window filling(Picture picture, int width, int height, double centreX, double centreY, double zoom) {
        double displayWidth = picture.width() * picture.aspect();
        double scale = Math.max(width / displayWidth, (double) height / picture.height());
        double seenWidth = width / scale;
        double seenHeight = height / scale;
        double x = (displayWidth - seenWidth) * centreX + (seenWidth - seenWidth / zoom) / 2;
        double y = (picture.height() - seenHeight) * centreY + (seenHeight - seenHeight / zoom) / 2;
        return of(
                Span.of(x / picture.aspect(), seenWidth / zoom / picture.aspect(), picture.width(), width),
                Span.of(y, seenHeight / zoom, picture.height(), height));
    }

    /** Shows all of it within a canvas, enlarged around the middle by zoom; the result is as large as what is seen. */
    static Window within(Picture picture, int width, int height, double zoom) {
        double displayWidth = picture.width() * picture.aspect();
        double scale = Math.min(width / displayWidth, (double) height / picture.height()) * zoom;
        double seenWidth = Math.min(displayWidth, width / scale);
        double seenHeight = Math.min(picture.height(), height / scale);
        double x = (displayWidth - seenWidth) / 2;
        double y = (picture.height() - seenHeight) / 2;
        return of(
                Span.of(
                        x / picture.aspect(),
                        seenWidth / picture.aspect(),
                        picture.width(),
                        size(seenWidth * scale, width)),
                Span.of(y, seenHeight, picture.height(), size(seenHeight * scale, height)));
    }

    private static int size(double pixels, int most) {
        return Math.clamp(2 * Math.round(pixels / 2), 2, most);
    }
}
