package io.viralforge.media;

/** Proof that the file is whole and is what was announced. Only {@link Uploads#verify} gives it. */
public final class VerifiedUpload {
    private final Upload upload;
    private final boolean isStored;

    /**
     * @param isStored true when the file lies where the upload was to put it; false when the studio had it already, or
     *     the upload had been finished before
     */
    VerifiedUpload(Upload upload, boolean isStored) {
        this.upload = upload;
        this.isStored = isStored;
    }

    Upload upload() {
        return upload;
    }

    /** Of the whole file. */
    public String sha256() {
        return upload.sha256();
    }

    boolean isStored() {
        return isStored;
    }
}
