/** Programs that use the libraries as anybody would: by what their modules export. */
module org.postseal.examples {
  requires org.postseal.authentication;
  requires org.postseal.smtp;
}
