@NullMarked
package io.viralforge.publish;

import org.jspecify.annotations.NullMarked;
