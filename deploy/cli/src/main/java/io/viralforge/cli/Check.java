package io.viralforge.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the doctor looked at.
 *
 * @param found what is there
 * @param consequence what follows and what to do; null when all is well
 */
record Check(
        String name,
        Verdict verdict,
        String found,
        @Nullable String consequence) {
    /** How bad it is. */
    enum Verdict {
        GOOD,
        /** Something works worse, or not at all, but not what everything rests on. */
        LACKING,
        /** Nothing works without it. */
        FATAL
    }

    static Check good(String name, String found) {
        return new Check(name, Verdict.GOOD, found, null);
    }

    static Check lacking(String name, String found, String consequence) {
        return new Check(name, Verdict.LACKING, found, consequence);
    }

    static Check fatal(String name, String found, String consequence) {
        return new Check(name, Verdict.FATAL, found, consequence);
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("verdict", verdict);
        map.put("found", found);
        map.put("consequence", consequence);
        return map;
    }
}
