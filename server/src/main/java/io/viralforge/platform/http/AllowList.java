package io.viralforge.platform.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What may be reached although it is not on the internet, or at another port: the operator's own instances of something.
 * Entries with commas between, each {@code host:port} or a block of addresses ({@code 10.1.0.0/16}, at any port).
 */
public final class AllowList {
    private static final Pattern PLACE = Pattern.compile("(?:[a-z0-9-]+(?:\\.[a-z0-9-]+)*|\\[[0-9a-f:.]+]):[0-9]{1,5}");

    private final Set<String> places = new HashSet<>();
    private final List<AddressBlock> blocks = new ArrayList<>();

    private AllowList() {}

    /**
     * Reads a list; an empty one is one too.
     *
     * @throws IllegalArgumentException when an entry is neither
     */
    public static AllowList parse(String text) {
        AllowList list = new AllowList();
        for (String entry : text.strip().toLowerCase(Locale.ROOT).split("[,\\s]+", -1)) {
            if (entry.contains("/")) {
                list.blocks.add(AddressBlock.parse(entry));
            } else if (PLACE.matcher(entry).matches()) {
                list.places.add(entry);
            } else if (!entry.isEmpty()) {
                throw new IllegalArgumentException("neither host:port nor a block of addresses: " + entry);
            }
        }
        return list;
    }

    /** Whether {@link #parse} takes it. */
    public static boolean isOne(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    /** The same with one place more. */
    AllowList and(Destination place) {
        AllowList list = new AllowList();
        list.places.addAll(places);
        list.blocks.addAll(blocks);
        list.places.add(name(place));
        return list;
    }

    boolean has(Destination place) {
        return places.contains(name(place));
    }

    private static String name(Destination place) {
        return place.host() + ":" + place.port();
    }

    boolean has(InetAddress address) {
        return blocks.stream().anyMatch(block -> block.has(address));
    }
}
