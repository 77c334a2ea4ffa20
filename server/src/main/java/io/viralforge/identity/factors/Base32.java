package io.viralforge.identity.factors;

/** RFC 4648, section 6, without padding: what people can type and apps for codes read. */
final class Base32 {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    /** Eight digits for every five bytes. */
    static String of(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int left = 0;
        int bits = 0;
        for (byte each : bytes) {
            left = left << Byte.SIZE | (each & 0xff);
            for (bits += Byte.SIZE; bits >= BITS; bits -= BITS) {
                text.append(DIGITS.charAt(left >>> (bits - BITS) & 31));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(DIGITS.charAt(left << (BITS - bits) & 31)).toString();
    }
}
