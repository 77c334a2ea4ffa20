package support;

/** A subscription that goes on after a given event: nothing is missed or repeated when a connection is cut. */
public interface DurableSubscription<D> extends Operation<D> {
    /** Name of the variable that takes the cursor of the last event seen. */
    String afterVariable();

    /** An event's cursor. */
    String cursor(D data);
}
