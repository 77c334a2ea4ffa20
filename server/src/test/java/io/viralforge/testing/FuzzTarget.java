package io.viralforge.testing;

import java.util.List;

/** Something of ours that reads what strangers write. Whatever it is given, it answers, or refuses in words. */
public interface FuzzTarget {
    /** Throws what must not happen. */
    void take(byte[] input) throws Exception;

    /** Inputs to begin with: some of each kind, and all that once broke something. */
    List<String> seeds();
}
