/** Settings of the installation and the beans that belong to no feature. */
@NullMarked
package io.viralforge.platform.config;

import org.jspecify.annotations.NullMarked;
