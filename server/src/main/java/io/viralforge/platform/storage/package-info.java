/**
 * The object store: files in parts, moved over presigned URLs, never through GraphQL. Two adapters stand behind {@link
 * io.viralforge.platform.storage.ObjectStore}: a folder that the server itself serves, and anything that speaks S3.
 */
@NullMarked
package io.viralforge.platform.storage;

import org.jspecify.annotations.NullMarked;
