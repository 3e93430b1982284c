/**
 * The Kubernetes manifests, read as an API server would, and compared with what the code says.
 *
 * <p>Never: a cluster. What is shown here is that the manifests are well formed, refer to nothing
 * that is absent, and allow what the services need and nothing more.
 */
@NullMarked
package org.postseal.kubernetes;

import org.jspecify.annotations.NullMarked;
