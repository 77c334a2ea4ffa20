/**
 * Assets: the studio's files, how they get here, what they are and on what basis they may be used.
 *
 * <p>Owns the tables blob, asset, rights, asset_source, rights_stale, upload and store_garbage. Events out: ASSET, at every change of
 * an asset's state. Events in: none; whoever works with assets calls {@link io.viralforge.media.Assets} and {@link
 * io.viralforge.media.Uploads}, and says through {@link io.viralforge.media.AssetUse} what must not go yet.
 */
@NullMarked
package io.viralforge.media;

import org.jspecify.annotations.NullMarked;
