package io.viralforge.trends.meaning;

import ai.onnxruntime.OrtException;
import io.viralforge.platform.error.CodedException;
import io.viralforge.platform.error.ErrorCode;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what texts mean. The model is loaded by the first that is asked for, and read by one thread of its own: a
 * millisecond of computing each would hold carriers of virtual threads, and the machine's cores are wanted for others.
 */
@Singleton
public final class Meanings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Meanings.class);

    /** Taken in turns of so many, about 50 ms, so that who asks for few does not wait for who asks for many. */
    private static final int TURN = 32;

    /** Where the model comes from. */
    interface Source {
        Minilm load() throws IOException, OrtException;
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("meanings").factory());
    private final Source source;

    /** Of the thread alone. */
    private @Nullable Minilm model;

    private volatile boolean isLoaded;
    private volatile boolean isByWordsAlone;

    @Inject
    Meanings() {
        this(Minilm::new);
    }

    Meanings(Source source) {
        this.source = source;
    }

    /** As {@link #ofAll}, of what nothing is known of the language: what is in Latin letters is taken for English. */
    public List<Meaning> of(List<String> texts) {
        return ofAll(texts.stream().map(text -> new Text(text, null)).toList());
    }

    /**
     * Of each one its meaning, in their order. The first time takes a second; then a thousand titles take one or two. Of
     * each the first 128 pieces of words are read, about a hundred words.
     */
    public List<Meaning> ofAll(List<Text> texts) {
        List<Meaning> meanings = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += TURN) {
            List<Text> turn = texts.subList(from, Math.min(from + TURN, texts.size()));
            meanings.addAll(awaited(thread.submit(() -> read(turn))));
        }
        return meanings;
    }

    /** Whether the model holds its memory already. */
    boolean isLoaded() {
        return isLoaded;
    }

    /** Whether the model was wanted and cannot run on this machine: English is compared as all other languages are. */
    public boolean isByWordsAlone() {
        return isByWordsAlone;
    }

    private List<Meaning> read(List<Text> texts) throws OrtException {
        List<Meaning> meanings = new ArrayList<>(texts.size());
        for (Text text : texts) {
            Minilm reader = text.isEnglish() ? model() : null;
            meanings.add(Meaning.of(
                    Wording.of(text.text()), reader == null ? null : reader.read(Wording.bare(text.text()))));
        }
        return meanings;
    }

    private @Nullable Minilm model() {
        if (model == null && !isByWordsAlone) {
            try {
                model = source.load();
                isLoaded = true;
            } catch (IOException | OrtException | RuntimeException | LinkageError e) {
                isByWordsAlone = true;
                LOG.warn("The model of what titles mean cannot run here; they are compared by their words alone", e);
            }
        }
        return model;
    }

    private static <T> T awaited(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, "The server is stopping.", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    @PreDestroy
    public void close() {
        var _ = thread.submit(() -> {
            if (model != null) {
                model.close();
            }
            return null;
        });
        thread.shutdown();
    }
}
