package io.viralforge.publish;

/** Another replica works on the publication now, or a person has changed it: nothing of this run counts any more. */
final class OvertakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
}
