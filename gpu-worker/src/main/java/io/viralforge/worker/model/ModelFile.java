package io.viralforge.worker.model;

import java.nio.file.Path;

/** A file of a model, inside a package of the npm registry: the one way to it that needs no account anywhere. */
public enum ModelFile {
    MOONSHINE_ENCODER(
            Model.SPEECH,
            "@moonshine-ai/moonshine-js@0.1.29",
            "dist/model/tiny/quantized/encoder_model.onnx",
            "c6fc4b7bc5af75c0591fd157a1f3829b533d18e9769a888fd95a62e470dd4f4a"),
    MOONSHINE_DECODER(
            Model.SPEECH,
            "@moonshine-ai/moonshine-js@0.1.29",
            "dist/model/tiny/quantized/decoder_model_merged.onnx",
            "eed87831c3a6103534aae7d47a5d485025c659a1323901513961c39fe8a1a367"),
    /** A script that holds it. */
    LLAMA_VOCABULARY(
            Model.SPEECH,
            "llama-tokenizer-js@1.2.2",
            "llama-tokenizer.js",
            "34a7b9f7579d40486444590c37cba6564ef40c3dd98ecdfc2f7c886ae72c898d");

    private final Model model;
    private final String source;
    private final String path;
    private final String sha256;

    /** @param source package and version, as npm takes them */
    ModelFile(Model model, String source, String path, String sha256) {
        this.model = model;
        this.source = source;
        this.path = path;
        this.sha256 = sha256;
    }

    Model model() {
        return model;
    }

    String source() {
        return source;
    }

    /** Inside its package. */
    String path() {
        return path;
    }

    String sha256() {
        return sha256;
    }

    /** Inside the folder of models; another version is another file. */
    Path place() {
        return Path.of(source.substring(source.indexOf('/') + 1))
                .resolve(Path.of(path).getFileName());
    }
}
