/**
 * What texts mean, how alike they are, and which tell the same story. In process, without a key or a network. Tables: none.
 * Events: none.
 */
@NullMarked
package io.viralforge.trends.meaning;

import org.jspecify.annotations.NullMarked;
