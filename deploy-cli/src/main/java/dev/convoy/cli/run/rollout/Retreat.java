package dev.convoy.cli.run.rollout;

import dev.convoy.cli.run.host.Member;
import dev.convoy.evaluator.HostName;
import java.util.Collection;
import java.util.List;

/** The way back of a rollout, for hosts that were changed. */
public interface Retreat<M extends Member> {
    /** Those that run something else because of this run, or may, and that can be put back. */
    List<M> changed(Collection<M> hosts);

    /** Whether it may be put back at all. */
    boolean goesBack(HostName host);

    /** What it means for those that were changed that none is put back, to follow what is said of the others. */
    String left(int changed);

    void undo(List<M> changed, String reason) throws Exception;

    /** Where nothing is brought to hosts, nothing can be put back. */
    static <M extends Member> Retreat<M> none() {
        return new Retreat<>() {
            @Override
            public List<M> changed(Collection<M> hosts) {
                return List.of();
            }

            @Override
            public boolean goesBack(HostName host) {
                return false;
            }

            @Override
            public String left(int changed) {
                return "";
            }

            @Override
            public void undo(List<M> changed, String reason) {
                if (!changed.isEmpty()) {
                    throw new IllegalStateException("there is no way back for " + changed.size() + " hosts");
                }
            }
        };
    }
}
