/** What text may hold that is stored and shown to people, whoever wrote it. */
@NullMarked
package io.viralforge.platform.text;

import org.jspecify.annotations.NullMarked;
