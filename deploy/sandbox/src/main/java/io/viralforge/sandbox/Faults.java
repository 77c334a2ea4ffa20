package io.viralforge.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to go wrong, and when. Of several faults for one request the one that was asked for first comes. */
public final class Faults {
    private final List<Rule> rules = new ArrayList<>();

    Faults() {}

    /** The next request of this kind. */
    public void next(Operation operation, Fault fault) {
        next(operation, 1, fault);
    }

    /** The next so many requests of this kind, 1 or more. */
    public void next(Operation operation, int times, Fault fault) {
        add(new Rule(operation, fault, 0, 1, times));
    }

    /** The n-th request of this kind from now, 1 being the next, and no other. */
    public void nth(Operation operation, int n, Fault fault) {
        add(new Rule(operation, fault, n - 1, 1, 1));
    }

    /** Every n-th request of this kind until {@link #clear}, 1 being each. */
    public void every(Operation operation, int n, Fault fault) {
        add(new Rule(operation, fault, n - 1, n, Long.MAX_VALUE));
    }

    /** The next request of this kind waits at the gate. */
    public Gate hold(Operation operation, When when) {
        Gate gate = new Gate();
        next(operation, new Fault.Hold(when, gate));
        return gate;
    }

    /** Nothing more goes wrong. Who waits at a gate still waits. */
    public synchronized void clear() {
        rules.clear();
    }

    /** What may still go wrong, in words. */
    public synchronized List<String> standing() {
        return rules.stream().map(Rule::toString).toList();
    }

    synchronized @Nullable Fault take(Operation operation) {
        @Nullable Fault taken = null;
        for (Rule rule : rules) {
            // All count the request, also those that do not get to do anything.
            if (rule.operation == operation && rule.isDue() && taken == null) {
                taken = rule.fault;
                rule.left--;
            }
        }
        rules.removeIf(rule -> rule.left == 0);
        return taken;
    }

    private synchronized void add(Rule rule) {
        if (rule.untilDue < 0 || rule.left < 1) {
            throw new IllegalArgumentException("Requests are counted from 1.");
        }
        rules.add(rule);
    }

    private static final class Rule {
        final Operation operation;
        final Fault fault;
        final int period;
        int untilDue;
        long left;

        Rule(Operation operation, Fault fault, int untilDue, int period, long left) {
            this.operation = operation;
            this.fault = fault;
            this.untilDue = untilDue;
            this.period = period;
            this.left = left;
        }

        boolean isDue() {
            if (untilDue > 0) {
                untilDue--;
                return false;
            }
            untilDue = period - 1;
            return true;
        }

        @Override
        public String toString() {
            String often = left == Long.MAX_VALUE ? "every " + period : left + " times";
            return operation + ": " + fault + ", " + often + (untilDue > 0 ? ", after " + untilDue + " more" : "");
        }
    }
}
