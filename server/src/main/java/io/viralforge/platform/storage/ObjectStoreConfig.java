package io.viralforge.platform.storage;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.Set;

/**
 * Which object store.
 *
 * @param objectStore {@code local} or {@code s3}; {@code VIRALFORGE_OBJECT_STORE}
 * @param objectsDir folder of the local one, made when it is missing; {@code VIRALFORGE_OBJECTS_DIR}
 */
@ConfigurationProperties("viralforge")
record ObjectStoreConfig(
        @Bindable(defaultValue = "local") String objectStore,
        @Bindable(defaultValue = "data/objects") String objectsDir) {
    ObjectStoreConfig {
        if (!Set.of("local", "s3").contains(objectStore)) {
            throw new IllegalArgumentException("VIRALFORGE_OBJECT_STORE must be local or s3, not " + objectStore);
        }
    }
}
