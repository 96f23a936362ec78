/** What no certificate of this kind can prove, in the words in which it is printed on it. */
export const limits = (challenged: boolean): readonly string[] => [
  'Whoever signed it ran the suite, and could have made up what the target answered. The recording can be judged again and every request compared with its seed; that an answer came from this product cannot be shown by a file.',
  challenged
    ? 'The challenge shows that requests and markers were not known beforehand, if the one who relies on it drew it and the vendor could not choose among several. It does not show who answered, and a vendor who tells of attempts that never were can choose among as many seeds.'
    : 'It is self-declared: nobody but the vendor chose the seed, so that the run could have been prepared, or repeated until it passed.',
  'Attempts are numbered and chained in the folder of the vendor. Attempts made in another folder, or before that folder was begun anew, leave no trace in it.',
  'What is tagged declared was said by the vendor and was not examined: name, product and build may be wrong.',
  'It speaks of the cases that were sent at that time, to that address. Another build, another configuration, more load or another moment may show something else.',
  'It speaks of the clauses in the profile. What the documents do not require, what is never observed, and whether the product is secure, fast or available is not judged.',
]
