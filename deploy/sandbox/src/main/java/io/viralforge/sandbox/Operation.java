package io.viralforge.sandbox;

/** What can be asked of the networks, or happens at them by itself; each can go wrong on its own. */
public enum Operation {
    GOOGLE_AUTHORIZE,
    GOOGLE_TOKEN,
    GOOGLE_REVOKE,
    YOUTUBE_UPLOAD_INIT,
    YOUTUBE_UPLOAD_CHUNK,
    YOUTUBE_UPLOAD_STATUS,
    YOUTUBE_VIDEOS_LIST,
    YOUTUBE_VIDEOS_UPDATE,
    YOUTUBE_VIDEOS_DELETE,
    YOUTUBE_CHANNELS_LIST,
    YOUTUBE_PLAYLIST_ITEMS_LIST,
    YOUTUBE_REPORTS,
    /** By itself, once all bytes of a video are there. */
    YOUTUBE_PROCESSING
}
