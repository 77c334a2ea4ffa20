package io.viralforge.platform.storage;

import io.micronaut.context.annotation.Requires;
import io.viralforge.platform.storage.StorageFailure.Reason;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Objects in a bucket of anything that speaks S3. Clients send and fetch the bytes there; they do not pass this server. */
@Singleton
@Requires(property = "viralforge.object-store", value = "s3")
final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);
    private static final int MOST_PENDING = 1_000;

    private final String bucket;
    private final S3Client s3;
    private final S3Presigner presigner;

    S3ObjectStore(S3Config config) {
        bucket = config.requiredBucket();
        AwsCredentialsProvider credentials = credentials(config);
        Region region = Region.of(config.region());
        S3ClientBuilder client = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_LIMIT)
                        .socketTimeout(READ_LIMIT)
                        .build())
                .credentialsProvider(credentials)
                .region(region)
                .forcePathStyle(config.pathStyle())
                // The SDK's own checksums are more than many stores understand; whole files are verified by sha256.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        S3Presigner.Builder signer = S3Presigner.builder()
                .credentialsProvider(credentials)
                .region(region)
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(config.pathStyle())
                        .build());
        URI endpoint = config.endpointUri();
        if (endpoint != null) {
            client.endpointOverride(endpoint);
        }
        URI publicEndpoint = config.publicEndpointUri();
        if (publicEndpoint != null) {
            signer.endpointOverride(publicEndpoint);
        }
        s3 = client.build();
        presigner = signer.build();
    }

    private static AwsCredentialsProvider credentials(S3Config config) {
        String accessKey = config.accessKey();
        String secretKey = config.secretKey();
        return accessKey == null || secretKey == null
                ? DefaultCredentialsProvider.builder().build()
                : StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
    }

    @Override
    public String start(ObjectKey key) {
        return asking(
                () -> s3.createMultipartUpload(request -> request.bucket(bucket).key(key.toString()))
                        .uploadId());
    }

    @Override
    public URI signPart(ObjectKey key, String upload, int number, long bytes, Duration validFor) {
        return uri(presigner
                .presignUploadPart(presign -> presign.signatureDuration(validFor)
                        .uploadPartRequest(part -> part.bucket(bucket)
                                .key(key.toString())
                                .uploadId(upload)
                                .partNumber(number)
                                .contentLength(bytes)))
                .url());
    }

    @Override
    public void put(ObjectKey key, String upload, int number, byte[] content) {
        asking(() -> s3.uploadPart(
                part -> part.bucket(bucket).key(key.toString()).uploadId(upload).partNumber(number),
                RequestBody.fromBytes(content)));
    }

    @Override
    public List<Part> parts(ObjectKey key, String upload) {
        List<Part> parts =
                asking(() -> s3
                        .listPartsPaginator(request ->
                                request.bucket(bucket).key(key.toString()).uploadId(upload))
                        .parts()
                        .stream()
                        .map(part -> new Part(part.partNumber(), part.size(), part.eTag()))
                        .toList());
        if (parts.isEmpty() && !isOpen(key, upload)) {
            throw new StorageFailure(Reason.NO_SUCH_UPLOAD, "no upload " + upload);
        }
        return parts;
    }

    /** Amazon says when an upload is gone; some that speak its language list nothing instead. */
    private boolean isOpen(ObjectKey key, String upload) {
        return asking(() ->
                s3
                        .listMultipartUploadsPaginator(
                                request -> request.bucket(bucket).prefix(key.toString()))
                        .uploads()
                        .stream()
                        .anyMatch(open -> open.uploadId().equals(upload)));
    }

    @Override
    public void complete(ObjectKey key, String upload, List<Part> parts) {
        List<CompletedPart> listed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.tag())
                        .build())
                .toList();
        asking(() -> s3.completeMultipartUpload(request ->
                request.bucket(bucket).key(key.toString()).uploadId(upload).multipartUpload(all -> all.parts(listed))));
    }

    @Override
    public void abort(ObjectKey key, String upload) {
        try {
            asking(() -> s3.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key.toString()).uploadId(upload)));
        } catch (StorageFailure e) {
            if (e.reason() != Reason.NO_SUCH_UPLOAD) {
                throw e;
            }
        }
    }

    @Override
    public List<PendingUpload> pending(Instant startedBefore) {
        return asking(() -> s3.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads().stream()
                .filter(upload -> upload.initiated().isBefore(startedBefore))
                .flatMap(S3ObjectStore::pending)
                .limit(MOST_PENDING)
                .toList());
    }

    /** Asks for no more than {@link #pending} does, so that it takes no right beyond. */
    @Override
    public boolean isThere() {
        try {
            s3.listMultipartUploads(request -> request.bucket(bucket).maxUploads(1));
            return true;
        } catch (SdkException away) {
            return false;
        }
    }

    /** What is not named as ours belongs to somebody who shares the bucket. */
    private static Stream<PendingUpload> pending(MultipartUpload upload) {
        try {
            return Stream.of(new PendingUpload(ObjectKey.parse(upload.key()), upload.uploadId(), upload.initiated()));
        } catch (IllegalArgumentException notOurs) {
            return Stream.empty();
        }
    }

    @Override
    public URI signGet(ObjectKey key, Download as, Duration validFor) {
        return uri(presigner
                .presignGetObject(presign -> presign.signatureDuration(validFor)
                        .getObjectRequest(get -> get.bucket(bucket)
                                .key(key.toString())
                                .responseContentType(as.contentType())
                                .responseContentDisposition(as.contentDisposition())))
                .url());
    }

    @Override
    public @Nullable Stored stat(ObjectKey key) {
        try {
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key(key.toString()));
            return new Stored(head.contentLength(), head.eTag().replace("\"", ""));
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return null;
            }
            throw failure(e);
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    @Override
    public InputStream open(ObjectKey key) {
        return asking(() -> s3.getObject(request -> request.bucket(bucket).key(key.toString())));
    }

    @Override
    public InputStream open(ObjectKey key, long from, long length) {
        return asking(() -> s3.getObject(request ->
                request.bucket(bucket).key(key.toString()).range("bytes=" + from + "-" + (from + length - 1))));
    }

    @Override
    public void delete(ObjectKey key) {
        asking(() -> s3.deleteObject(request -> request.bucket(bucket).key(key.toString())));
    }

    @Override
    @PreDestroy
    public void close() {
        s3.close();
        presigner.close();
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            throw failure(e);
        }
    }

    private static StorageFailure failure(SdkException e) {
        return new StorageFailure(reason(e), String.valueOf(e.getMessage()), e);
    }

    private static Reason reason(SdkException e) {
        AwsErrorDetails details = e instanceof S3Exception failure ? failure.awsErrorDetails() : null;
        return switch (details == null ? "" : String.valueOf(details.errorCode())) {
            case "NoSuchKey" -> Reason.NO_SUCH_OBJECT;
            case "NoSuchUpload" -> Reason.NO_SUCH_UPLOAD;
            case "InvalidPart", "InvalidPartOrder", "EntityTooSmall" -> Reason.WRONG_PARTS;
            case "XMinioStorageFull", "InsufficientStorage", "QuotaExceeded" -> Reason.FULL;
            default -> Reason.UNAVAILABLE;
        };
    }

    private static URI uri(java.net.URL url) {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
