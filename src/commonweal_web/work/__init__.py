"""What a person has to do: my work, the views of lists that they saved, and the mail that reminds them."""
