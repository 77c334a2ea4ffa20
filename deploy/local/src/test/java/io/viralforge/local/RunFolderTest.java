package io.viralforge.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path home;

    @Test
    void aSecondAttemptInTheSameJvmIsRefusedAndDoesNotLoosenTheLockForOthers() {
        try (RunFolder folder = RunFolder.open(home)) {
            assertThatThrownBy(() -> RunFolder.open(folder.path()))
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(RunFolder.holder(home)).isNotNull();
            assertThatThrownBy(() -> Parent.start(home, EnumSet.noneOf(Service.class)))
                    .hasMessageContaining("the parent said null");
        }
    }

    @Test
    void aClosedFolderIsHeldByNobodyAndCanBeOpenedAgain() {
        RunFolder.open(home).close();
        assertThat(RunFolder.holder(home)).isNull();
        RunFolder.open(home).close();
    }

    @Test
    void aFolderOfSomebodyElsesIsNeitherUsedNorDeleted() throws Exception {
        Path thesis = Files.writeString(home.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> RunFolder.open(home))
                .isInstanceOfSatisfying(
                        LocalServicesException.class,
                        e -> assertThat(e.code()).isEqualTo(LocalServicesException.Code.NOT_OURS));
        assertThat(home).isDirectoryContaining(path -> path.equals(thesis));
        assertThat(RunFolder.isOne(home)).isFalse();
    }

    @Test
    void whyAFolderCannotBeUsedIsSaidInWords() throws Exception {
        Path file = Files.writeString(home.resolve("a file"), "x");
        assertThatThrownBy(() -> RunFolder.open(file)).hasMessage(file + " is a file. Name a folder.");
        assertThatThrownBy(() -> RunFolder.open(file.resolve("below")))
                .hasMessage(
                        "The folder " + file + "/below cannot be used: " + file + " is there already, and no folder.");
    }

    @Test
    void deletingLeavesWhatOthersPutThere() throws Exception {
        RunFolder folder = RunFolder.open(home.resolve("data"));
        folder.secrets().secret("one");
        Path objects = Files.createDirectories(folder.path().resolve("objects/deep"));
        Path notes = Files.writeString(folder.path().resolve("notes.txt"), "mine");
        assertThat(folder.delete()).isFalse();
        assertThat(objects).doesNotExist();
        assertThat(folder.path()).isDirectoryContaining(path -> path.equals(notes));
        Files.delete(notes);
        RunFolder again = RunFolder.open(home.resolve("data"));
        assertThat(again.delete()).isTrue();
        assertThat(again.path()).doesNotExist();
    }

    @Test
    void aFolderThatWasNeverUsedIsHeldByNobody() {
        assertThat(RunFolder.holder(home.resolve("missing"))).isNull();
    }

    @Test
    void theDataFolderIsClosedToOthers() throws Exception {
        Path data = home.resolve("a/b");
        RunFolder.open(data).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }

    @Test
    void aSecretIsMadeOnceAndLastsAndDiffersFromOthers() {
        Secrets secrets = Secrets.of(home);
        String secret = secrets.secret("one");
        assertThat(secret).hasSize(32).matches("[A-Za-z0-9_-]+");
        assertThat(Secrets.of(home).secret("one")).isEqualTo(secret);
        assertThat(secrets.secret("other")).isNotEqualTo(secret);
    }
}
