package io.viralforge.trends.meaning;

import java.util.UUID;

/**
 * What several things tell.
 *
 * @param lead the title that it began with
 * @param centre where the meanings of its things point together
 * @param things how many it has, from 1
 */
public record Story(UUID id, String lead, Meaning centre, long things) {
    /** One that begins. */
    public static Story of(UUID id, String title, Meaning meaning) {
        return new Story(id, title, meaning, 1);
    }

    /** The same with one thing more. */
    Story with(Meaning meaning) {
        return new Story(id, lead, centre.with(things, meaning), things + 1);
    }
}
