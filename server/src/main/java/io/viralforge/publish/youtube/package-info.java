/** Speaks to YouTube: OAuth, resumable uploads and the Data API 3. */
@NullMarked
package io.viralforge.publish.youtube;

import org.jspecify.annotations.NullMarked;
