package io.viralforge.platform.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ObjectStoreTest extends ObjectStoreContract {
    private S3ObjectStore store;

    @BeforeAll
    void open() {
        store = store(TestServices.freshBucket());
    }

    @Test
    void aBucketThatIsNotThereIsNoticed() {
        try (S3ObjectStore nowhere = store("nowhere")) {
            assertThat(nowhere.isThere()).isFalse();
        }
    }

    private static S3ObjectStore store(String bucket) {
        Endpoints.S3 s3 = TestServices.s3();
        return new S3ObjectStore(new S3Config(
                s3.uri().toString(),
                null,
                s3.region(),
                bucket,
                s3.key().user(),
                s3.key().password(),
                true));
    }

    @AfterAll
    void close() {
        store.close();
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    URI resolve(URI signed) {
        return signed;
    }
}
