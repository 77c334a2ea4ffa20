package io.viralforge.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBodiesTest {
    @TempDir
    Path folder;

    @Test
    void aFileThatCannotBeWrittenIsNotTakenForACutConnection() throws Exception {
        var file = FileChannel.open(folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.close(); // Fails as a full disk does: with an IOException of the file's.
        var sink = new FileBodies.Sink(file, 0, 10, new Meter(10, (moved, total) -> {}));
        sink.onNext(List.of(ByteBuffer.wrap(new byte[5])));
        assertThat(sink.getBody().toCompletableFuture())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(FileBodies.Unwritable.class);
    }
}
