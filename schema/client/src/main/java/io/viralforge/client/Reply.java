package io.viralforge.client;

import java.util.List;

/**
 * An answer with data.
 *
 * @param data what was selected; fields named by an error are null
 * @param errors what could not be resolved; empty when everything could
 */
public record Reply<D>(D data, List<GraphqlError> errors) {
    /** The data, if nothing is missing from it; throws {@link GraphqlException} otherwise. */
    public D whole() {
        if (!errors.isEmpty()) {
            throw GraphqlException.of(errors);
        }
        return data;
    }
}
