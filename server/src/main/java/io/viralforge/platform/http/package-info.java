/**
 * The one way out: HTTP to the internet, also to addresses that strangers name, without a way to the machine or network
 * this server stands in.
 */
@NullMarked
package io.viralforge.platform.http;

import org.jspecify.annotations.NullMarked;
