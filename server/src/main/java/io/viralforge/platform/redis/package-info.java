/** Redis as wake-up and lossy news: the server starts, runs and answers without it. No truth is kept there. */
@NullMarked
package io.viralforge.platform.redis;

import org.jspecify.annotations.NullMarked;
