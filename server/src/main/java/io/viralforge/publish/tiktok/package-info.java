/** Speaks to TikTok: OAuth and the Content Posting API. */
@NullMarked
package io.viralforge.publish.tiktok;

import org.jspecify.annotations.NullMarked;
