package io.viralforge.platform.secrets;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/**
 * Where the master key comes from. Several keys may stand there, parted by commas or white space: the first seals, all
 * open, so that a key can be replaced.
 *
 * @param masterKey 32 bytes in Base64 each
 * @param masterKeyFile a file that holds the same, asked when {@code masterKey} is not set
 * @param masterKeyFileCreate make that file with a fresh key when it is missing: right for one machine, wrong for
 *     replicas that share no disk
 */
@ConfigurationProperties("viralforge")
record SecretsConfig(
        @Nullable String masterKey,
        @Nullable String masterKeyFile,
        @Nullable Boolean masterKeyFileCreate) {
    SecretsConfig {
        masterKey = masterKey == null || masterKey.isBlank() ? null : masterKey;
        masterKeyFile = masterKeyFile == null || masterKeyFile.isBlank() ? null : masterKeyFile;
    }

    @Override
    public String toString() {
        return "SecretsConfig[masterKeyFile=" + masterKeyFile + "]";
    }
}
