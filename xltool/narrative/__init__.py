"""The narrative (情况说明): figures found, bound by meaning, judged."""
