package io.viralforge.publish;

/** Who gets to see a publication; the schema describes each. There is no default: the person who posts says it. */
public enum PublicationPrivacy {
    PUBLIC,
    UNLISTED,
    FOLLOWERS,
    FRIENDS,
    PRIVATE
}
