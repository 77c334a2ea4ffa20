package io.viralforge.publish;

/** How well an account is connected; the schema describes each. */
public enum NetworkAccountState {
    CONNECTED,
    TROUBLED,
    LAPSED,
    DISCONNECTED;

    /** Whether its tokens are worth trying. */
    boolean isUsable() {
        return switch (this) {
            case CONNECTED, TROUBLED -> true;
            case LAPSED, DISCONNECTED -> false;
        };
    }
}
