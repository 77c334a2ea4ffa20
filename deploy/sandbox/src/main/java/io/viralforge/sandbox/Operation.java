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
    YOUTUBE_PROCESSING,
    TIKTOK_AUTHORIZE,
    TIKTOK_TOKEN,
    TIKTOK_REVOKE,
    TIKTOK_CREATOR_INFO,
    TIKTOK_DIRECT_INIT,
    TIKTOK_INBOX_INIT,
    TIKTOK_UPLOAD_CHUNK,
    TIKTOK_STATUS,
    TIKTOK_VIDEO_LIST,
    TIKTOK_VIDEO_QUERY,
    TIKTOK_USER_INFO,
    /** By itself, once all bytes of a video are there. */
    TIKTOK_PROCESSING,
    /** By itself, when there is something to tell; {@link Fault.Cut} loses it for good. */
    TIKTOK_WEBHOOK
}
