package io.viralforge.platform.storage;

import io.viralforge.local.Endpoints;
import io.viralforge.local.TestServices;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3ObjectStoreTest extends ObjectStoreContract {
    private S3ObjectStore store;

    @BeforeAll
    void open() {
        Endpoints.S3 s3 = TestServices.s3();
        store = new S3ObjectStore(new S3Config(
                s3.uri().toString(),
                null,
                s3.region(),
                TestServices.freshBucket(),
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
